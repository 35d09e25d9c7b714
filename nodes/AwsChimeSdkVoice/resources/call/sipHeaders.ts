import { inSmallLetters, textLike } from '../../parameters/validation';
import { pairs } from '../rows';

/** A token of RFC 3261. */
const name = /^(x-[\w.!%*+`'~-]{1,2046}|User-to-User|Diversion)$/i;

export const sipHeaders = pairs({
	displayName: 'SIP Headers',
	name: 'sipHeaders',
	names: textLike(
		name,
		'the name of a SIP header: User-to-User, Diversion, or a name that begins with x-, of letters without accents, digits and hyphens',
	),
	values: textLike(/^[^]{0,2048}$/, 'at most 2,048 characters'),
	keyOf: inSmallLetters,
	placeholder: 'Add header',
	isSensitive: true,
	description:
		'Up to 20 headers of the call. Each name begins with x-, or is User-to-User or Diversion. Each value has up to 2,048 characters.',
});
