import { sharedN8n } from '../support/n8n/sharedN8n';
import { describeMaskedCalls } from './describeMaskedCalls';

describeMaskedCalls(sharedN8n);
