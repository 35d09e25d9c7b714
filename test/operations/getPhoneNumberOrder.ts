import { phoneNumberOrders, getOf } from './kinds';

export const fixture = getOf(phoneNumberOrders);
