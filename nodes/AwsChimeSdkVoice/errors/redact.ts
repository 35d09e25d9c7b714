import { deepCopy, type INode } from 'n8n-workflow';

import { resources } from '../resources';
import { sensitiveParametersOf } from '../resources/properties';
import { withoutPhoneNumbers } from './phoneNumbers';

/**
 * Takes what must not be shown out of a text, and shortens it to 500 characters.
 *
 * @param values what is hidden in this text beside the secrets; see {@link hiddenValuesOf}
 */
export type Redact = (text: string, values?: string[]) => string;

const longestText = 500;
/** Characters of a text that are searched: what can be shown, and what may be taken out of it. */
const longestSource = 2_000;
/** Characters before the end of what is searched that may be the beginning of a phone number. */
const longestNumber = 40;
const mark = '[redacted]';
/** Characters in a row of a secret that may be shown; 20 or more are redacted. */
const longestShown = 19;
/** Shorter runs of digits are not redacted: they may be another number. */
const fewestDigits = 7;

/** Signatures and other hashes of 32 bytes, and the IDs of AWS's access keys. */
const hashes = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi;
const accessKeyIds = /\bA(?:KI|SI|ID|RO)A[A-Z0-9]{12,}\b/g;

/**
 * Makes the function that redacts a run's texts. A message from AWS, or from a proxy, can quote the
 * request: AWS answers a wrong signature with the canonical request, session token included. A secret
 * may be escaped: if the text without escapes needs redaction, that text is shown, redacted.
 *
 * @param secrets a list to which others may be added later
 */
export function createRedactor(secrets: unknown[]): Redact {
	let known = 0;
	let hide = createHider([]);
	return (text, values = []) => {
		if (secrets.length > known) hide = createHider(secrets.flatMap(formsOf));
		known = secrets.length;
		const source = searched(text);
		const clean = (shown: string) => without(values, withoutPatterns(hide(shown)));
		const plain = unescaped(source);
		const cleanPlain = clean(plain);
		const isClean = cleanPlain === plain && plain !== source;
		return shortened(isClean ? clean(source) : cleanPlain, source.length < text.length);
	};
}

/** The beginning of a text, without a number at its end that may go on behind it. */
function searched(text: string): string {
	if (text.length <= longestSource) return text;
	let end = longestSource;
	while (end > longestSource - longestNumber && !/[a-z]/i.test(text[end - 1])) end -= 1;
	return text.slice(0, end);
}

/** A secret as it is, and as others encode it. */
function formsOf(secret: unknown): string[] {
	const text = typeof secret === 'string' ? secret.trim() : '';
	return [text, Buffer.from(text).toString('base64')];
}

/**
 * The node without the sensitive values that a user typed into it: n8n keeps and logs the node with an
 * error.
 */
export function redactedNode(node: INode): INode {
	const copy = deepCopy(node);
	hideValuesIn(copy.parameters, sensitiveParametersOf(resources, copy.parameters));
	return copy;
}

function hideValuesIn(holder: object, sensitive: Set<string>): void {
	for (const [name, value] of Object.entries(holder)) {
		if (typeof value === 'object' && value !== null) hideValuesIn(value, sensitive);
		if (typeof value !== 'string' && typeof value !== 'number') continue;
		const text = String(value);
		const isTyped = sensitive.has(name) && text !== '' && !text.startsWith('=');
		const shown = isTyped ? mark : withoutPatterns(text);
		if (shown !== text) Reflect.set(holder, name, shown);
	}
}

function withoutPatterns(text: string): string {
	return [hashes, accessKeyIds].reduce(
		(shown, pattern) => shown.replace(pattern, mark),
		withoutPhoneNumbers(text, mark),
	);
}

/** Redacts parts of 20 characters of a secret, in any case, and with white space in between. */
function createHider(secrets: string[]): (text: string) => string {
	const parts = partsOf(secrets.filter(Boolean).map(compact));
	return (text) => {
		const letters = compact(text);
		const found: Array<[start: number, size: number]> = [];
		for (const [size, all] of parts)
			for (let start = 0; start + size <= letters.length; start += 1)
				if (all.has(letters.slice(start, start + size))) found.push([start, size]);
		if (found.length === 0) return text;
		const characters = [...text.matchAll(/\S/g)];
		const isHidden = new Set<number>();
		for (const [start, size] of found)
			for (let at = start; at < start + size; at += 1) isHidden.add(characters[at].index);
		return marked(text, isHidden);
	};
}

function compact(text: string): string {
	return text.replace(/\s/g, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** All parts of the secrets of 20 characters, or the whole secret where it is shorter, by their length. */
function partsOf(secrets: string[]): Array<[size: number, all: Set<string>]> {
	const parts = new Map<number, Set<string>>();
	for (const secret of secrets) {
		const size = Math.min(secret.length, longestShown + 1);
		const all = parts.get(size) ?? new Set();
		parts.set(size, all);
		for (let at = 0; at + size <= secret.length; at += 1) all.add(secret.slice(at, at + size));
	}
	return [...parts];
}

function marked(text: string, isHidden: Set<number>): string {
	let shown = '';
	let wasHidden = false;
	for (let at = 0; at < text.length; at += 1) {
		const isNow: boolean =
			isHidden.has(at) || (wasHidden && /\s/.test(text[at]) && isHidden.has(at + 1));
		if (!isNow) shown += text[at];
		else if (!wasHidden) shown += mark;
		wasHidden = isNow;
	}
	return shown;
}

const namedEntities = new Map([
	['amp', '&'],
	['plus', '+'],
	['sol', '/'],
	['equals', '='],
	['lowbar', '_'],
	['quot', '"'],
	['lt', '<'],
	['gt', '>'],
]);

/** The text without percent, JSON and HTML escapes of ASCII, applied once or twice. */
function unescaped(text: string): string {
	const once = (escaped: string) =>
		escaped
			.replace(/%([0-7][0-9a-f])/gi, (_all, hex) => character(hex, 16))
			.replace(/\\u([0-9a-f]{4})/gi, (_all, hex) => character(hex, 16))
			.replace(/\\([/"\\])/g, '$1')
			.replace(/&#(\d{1,6});/g, (_all, decimal) => character(decimal, 10))
			.replace(/&#x([0-9a-f]{1,5});/gi, (_all, hex) => character(hex, 16))
			.replace(/&(\w{2,8});/g, (all, name) => namedEntities.get(name.toLowerCase()) ?? all);
	return once(once(text));
}

function character(code: string, radix: number): string {
	const point = parseInt(code, radix);
	return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

function without(parts: string[], text: string): string {
	return parts.reduce((shown, part) => shown.replaceAll(part, mark), text);
}

function shortened(text: string, isCut: boolean): string {
	return isCut || text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/**
 * What to hide of the sensitive values of a request: phone numbers without their plus sign, because AWS
 * also quotes them without it, and then only the value distinguishes a number from an id.
 */
export function hiddenValuesOf(sensitiveValues: string[]): string[] {
	const digits = sensitiveValues.map((value) => value.replace('+', ''));
	return digits.filter((value) => value.length >= fewestDigits);
}
