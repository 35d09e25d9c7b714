import { testId } from './browser';
import * as canvas from './canvas';
import { show, type Look } from './look';
import { customApiCall } from './panels';
import { expectSoon, expectTexts } from './shown';
import { connect, credentialType, httpRequest, trigger } from './workflows';

const name = 'List voice connectors';
const notice = `${testId('ndv')} .notice:visible`;
const chosenCredential = `${testId('ndv')} ${testId('node-credentials-select')} input`;

/** What n8n adds to the lists of a node whose credential signs requests of the HTTP Request node. */
export async function chooseCustomApiCall({ page, take }: Look, nodeName: string): Promise<void> {
	await canvas.openNode(page, nodeName);
	await canvas.choose(page, 'operation', customApiCall);
	await expectSoon(
		async () => await canvas.shownLabels(page),
		['Credential', 'Resource', 'Operation'],
	);
	const words = /^Use the HTTP Request node to make a custom API call\. .*AWS Chime SDK Voice/;
	await expectSoon(async () => (await page.locator(notice).allInnerTexts()).slice(0, 1), [words]);
	await take('custom-api-call');
	await canvas.closeNode(page);
}

/** Chooses the credential in n8n's HTTP Request node, by its name in the list, and sends a request with it. */
export async function callByHttpRequest(look: Look): Promise<void> {
	const { page, take, playground } = look;
	const { chime, n8n, credential } = playground;
	const request = httpRequest(name, { url: `${chime.url}/voice-connectors` });
	await show(look, {
		name: 'Call something else',
		nodes: [trigger('Start'), { ...request, position: [220, 0] }],
		connections: connect({ Start: [[name]] }),
	});
	await canvas.openNode(page, name, 'authentication');
	await canvas.choose(page, 'authentication', 'Predefined Credential Type');

	const own = (await n8n.types('credentials')).filter(({ name }) => /^awsChimeSdkVoice/.test(name));
	const [chosen] = own.filter(({ name }) => name === credentialType);
	await canvas.search(page, testId('credential-select'), 'chime');
	await expectTexts(
		page,
		canvas.option,
		own.map(({ displayName }) => displayName),
	);
	await take('http-request-list', false);
	await canvas.chooseOption(page, chosen.displayName);
	await expectSoon(
		async () => [await page.locator(chosenCredential).first().inputValue()],
		[credential.name],
	);
	await take('http-request-chosen');

	const earlier = chime.received.length;
	await page.locator(testId('node-execute-button')).first().click();
	await expectSoon(
		async () => chime.received.slice(earlier).map(({ verdict }) => String(verdict.isVerified)),
		['true'],
	);
	await page.locator(`${testId('output-panel')} table`).waitFor();
	await take('http-request-run');
	await canvas.closeNode(page);
}
