import { matches } from '../support/chime/state';
import { listOf, sipRules } from './kinds';
import { ids, missing, random } from './values';

export const fixture = listOf(sipRules, {
	parameters: { sipMediaApplicationId: ids.sipMediaApplicationId },
	query: `max-results=10&sip-media-application=${ids.sipMediaApplicationId}`,
	labels: ['SIP Media Application'],
	constraints: [
		{
			parameter: 'filters.sipMediaApplicationId',
			label: 'Filters → SIP Media Application',
			refused: ["''", "' '", "'x'.repeat(1025)", "['a']", ...missing],
			accepted: ["'a'", "'x'.repeat(1024)", "'a\\n'", '1'],
		},
	],
	inputs: (fc) => ({ SipMediaApplicationId: random.optional(fc, random.id(fc)) }),
	given: ({ SipMediaApplicationId: sipMediaApplicationId }) => ({ sipMediaApplicationId }),
	matches({ TargetApplications }, query) {
		const targets = Object.values(Object(TargetApplications));
		const application = query.get('sip-media-application');
		return targets.some((target) => matches(Object(target).SipMediaApplicationId, application));
	},
	found: ({ SipMediaApplicationId = ids.sipMediaApplicationId }) => ({
		TargetApplications: [{ SipMediaApplicationId, Priority: 1, AwsRegion: 'us-east-1' }],
	}),
});
