import config from '../eslint.config.mjs';

/** n8n's rules, without those for what runs inside n8n: tests read files, start programs and print. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'n8n-nodes-base/node-filename-against-convention': 'off',
			'no-console': 'off',
		},
	},
];
