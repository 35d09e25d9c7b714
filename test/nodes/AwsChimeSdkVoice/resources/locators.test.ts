import { exampleOf, places, sentFrom } from '../../../support/places';

const locators = places.filter(({ property: { type } }) => type === 'resourceLocator');

test('an application and a phone number of the account are chosen from lists, wherever they stand', () => {
	const typed = places.filter(
		({ property: { name, type } }) =>
			/^(sipMediaApplicationId|fromPhoneNumber|phoneNumberId)$/.test(name) &&
			type !== 'resourceLocator',
	);
	expect(typed.map(({ title }) => title)).toEqual([]);
	expect(locators.some(({ path }) => path.length > 1)).toBe(true);
});

test.each(locators)('$title takes a choice of the list, and a bare ID', (place) => {
	const value = exampleOf(place);
	const sent = sentFrom(place, value);
	expect(sent).toMatchObject({ path: expect.any(String) });
	for (const mode of ['list', 'id']) {
		expect(sentFrom(place, { __rl: true, mode, value })).toEqual(sent);
		expect(sentFrom(place, { mode, value })).toEqual(sent);
	}
	expect(sentFrom(place, { __rl: true, mode: 'list', value: '' })).toMatch(/empty/);
	expect(sentFrom(place, { __rl: true, mode: 'list' })).not.toEqual(sent);
});
