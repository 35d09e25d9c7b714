import { resources } from '../../../../nodes/AwsChimeSdkVoice/resources';
import { defineOperation } from '../../../../nodes/AwsChimeSdkVoice/resources/operation';
import { create } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/create';
import { get } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';

const { ifUncertain, ...withoutAdvice } = create;

test('an operation that is not idempotent must say what to check: else it does not compile', () => {
	defineOperation({ ...withoutAdvice, ifUncertain });
	// @ts-expect-error -- there is no ifUncertain
	defineOperation(withoutAdvice);
	// @ts-expect-error -- the record must say whether it is idempotent
	defineOperation({ ...get, idempotent: undefined });

	const operations = resources.flatMap((resource) => resource.operations);
	const risky = operations.filter(({ idempotent }) => !idempotent);
	expect(risky).toContain(create);
	for (const operation of risky)
		expect(operation).toHaveProperty('ifUncertain', expect.stringMatching(/\w{3}.*\.$/));
});
