import config from '../eslint.config.mjs';

/** The rules for the folders nodes/ and credentials/, whose names folders of tests have, too. */
const isOfSources = ({ files = [] }) => /^\.\/(nodes|credentials)\//m.test(files.flat().join('\n'));

/** n8n's rules, without those for what runs inside n8n: tests read files, start programs and print. */
export default [
	...config.filter((part) => !isOfSources(part)),
	{
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'no-console': 'off',
		},
	},
];
