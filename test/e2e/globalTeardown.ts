export { closeAll as default } from '../support/cleanup';
