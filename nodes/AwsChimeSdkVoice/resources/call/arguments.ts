import { text, textLike } from '../../parameters/validation';
import { pairs } from '../rows';

/** Values for the AWS Lambda function of a call. */
export const argumentsFor = (name: string) =>
	pairs({
		displayName: 'Arguments',
		name,
		names: textLike(/\S/, 'the name of an argument'),
		values: text,
		placeholder: 'Add argument',
		isSensitive: true,
		description: 'Up to 20 values for the AWS Lambda function',
	});
