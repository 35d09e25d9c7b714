import { text } from './fields';

/** AWS's names of applications, rules and voice connectors. */
export const name = text({
	displayName: 'Name',
	name: 'name',
	pattern: /^[a-zA-Z0-9 _.-]{1,256}$/,
	form: '1 to 256 characters: letters without accents, digits, spaces, underscores, periods and hyphens',
	placeholder: 'e.g. Rides Seattle',
	description: 'Up to 256 letters, digits, spaces, underscores, periods and hyphens',
});
