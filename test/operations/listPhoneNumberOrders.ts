import { listOf, phoneNumberOrders } from './kinds';

export const fixture = listOf(phoneNumberOrders);
