import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';

import { jsonParse, type INode, type IWorkflowBase } from 'n8n-workflow';

import fc from '../support/fastCheck';
import { scale, scaledTest } from '../support/scale';

type Row = Record<string, string>;
interface Filter {
	keyName: string;
	condition: 'eq' | 'lt';
	keyValue: string;
}
interface Decision extends Row {
	next: string;
}
interface Outcome {
	statusCode: number;
	phoneNumber?: string;
	sessionId?: string;
	expiresAt?: string;
	message?: string;
}

const file = join(__dirname, '..', '..', 'examples', 'masked-calls', 'open-session.json');
const { nodes, connections } = jsonParse<IWorkflowBase>(readFileSync(file, 'utf8'));
const second = 1000;
const minute = 60 * second;
const parties = ['+12065550170', '+14015550101', '+493012345678', '+13035550102'];
const pool = ['+19135550100', '+19135550101'];

/** What happens next: a run takes a step or dies, after some time. */
const step = fc.record({
	run: fc.nat(3),
	milliseconds: fc.oneof(
		{ weight: 12, arbitrary: fc.nat(20) },
		{ weight: 1, arbitrary: fc.constantFrom(31 * second, 61 * second) },
	),
	dies: fc.oneof(
		{ weight: 40, arbitrary: fc.constant(false) },
		{ weight: 1, arbitrary: fc.constant(true) },
	),
});
const history = fc.record({
	pairs: fc.array(fc.constantFrom([0, 1], [0, 2], [1, 0], [0, 3]), { minLength: 4, maxLength: 4 }),
	steps: fc.array(step, { maxLength: 80 }),
	numbers: fc.integer({ min: 1, max: 2 }),
	restMinutes: fc.constantFrom(0, 30),
});

describe('opening a session in several runs at once', () => {
	scaledTest('never gives a party one number twice, whatever is slow and whatever dies', () => {
		fc.assert(
			fc.property(history, ({ pairs, steps, numbers, restMinutes }) => {
				const world = new World(pool.slice(0, numbers), restMinutes);
				const runs = pairs.map(([first, other]) => world.start(parties[first], parties[other], 1));
				for (const { run, milliseconds, dies } of steps) {
					world.now += milliseconds;
					runs[run].isDead ||= dies;
					runs[run].step();
					expect(world.problems()).toEqual([]);
				}
				world.finish();
				expect(world.leftBehind()).toEqual([]);
			}),
			{ numRuns: 150 * scale },
		);
	});

	// Each letter is a step of one of two runs, with one number for both; the dash is a minute and more.
	it.each<[string, string, number?]>([
		['the one that decides first stores last', 'a bbbb aaa b a'],
		['both store before one reads', 'aa bb aa bb ab'],
		['one is taken for dead, and confirms before it is deleted', 'aaaa - bbbb aa b'],
		['one is taken for dead and deleted, and wants to confirm', 'aaaa - bbbbb a bbb', 503],
	])('gives it to one of two when %s', (_what, order, other = 409) => {
		const world = new World(pool.slice(0, 1));
		const runs = [1, 2].map((party) => world.start(parties[0], parties[party]));
		for (const letter of order.replaceAll(' ', '')) {
			world.now += letter === '-' ? 61 * second : 1;
			if (letter !== '-') runs['ab'.indexOf(letter)].step();
			expect(world.problems()).toEqual([]);
		}
		world.finish();
		expect(world.leftBehind()).toEqual([]);
		expect(runs.map(({ response }) => response?.statusCode).sort()).toEqual([201, other]);
	});

	it('does not open a session again that was confirmed after its end', () => {
		const world = new World(pool.slice(0, 1), 0);
		const late = world.start(parties[0], parties[1], 1);
		for (let step = 0; step < 4; step += 1) late.step();
		world.now += 61 * second;
		late.step();
		const other = world.start(parties[0], parties[2]);
		for (let step = 0; step < 6; step += 1) other.step();
		expect(other.response?.statusCode).toBe(201);
		world.finish();
		expect(late.response?.statusCode).toBeGreaterThan(400);
	});

	it('opens as many sessions as there are numbers, and refuses the others', () => {
		const world = new World(pool);
		const runs = [1, 2, 3].map((party) => world.start(parties[0], parties[party]));
		world.finish();
		expect(runs.map(({ response }) => response?.statusCode).sort()).toEqual([201, 201, 409]);
		expect(new Set(world.sessions.map(({ phoneNumber }) => phoneNumber))).toEqual(new Set(pool));
	});
});

describe('opening a session for two parties who have one', () => {
	it('gives it back, from either side, and takes no other number', () => {
		const world = new World(pool);
		const first = world.open(parties[0], parties[1]);
		const again = [0, 1].map((party) => world.open(parties[party], parties[1 - party]));

		expect(again).toEqual([0, 1].map(() => ({ ...first, statusCode: 200 })));
		expect(world.sessions).toHaveLength(1);
	});

	it('opens another one with the same number where it ends too soon', () => {
		const world = new World(pool);
		const { phoneNumber } = world.open(parties[0], parties[1], 10);
		const { statusCode, expiresAt = '', ...longer } = world.open(parties[1], parties[0], 60);

		expect([statusCode, longer.phoneNumber]).toEqual([201, phoneNumber]);
		expect(Date.parse(expiresAt) - world.now).toBeGreaterThan(59 * minute);
		expect(world.open(parties[0], parties[2]).phoneNumber).not.toBe(phoneNumber);
		expect(world.open(parties[1], parties[2]).phoneNumber).not.toBe(phoneNumber);
	});

	it('opens one where its number has left the pool', () => {
		const world = new World(pool);
		const { phoneNumber } = world.open(parties[0], parties[1]);
		world.numbers = pool.filter((number) => number !== phoneNumber);
		expect(world.open(parties[0], parties[1]).phoneNumber).toBe(world.numbers[0]);
	});

	it('is done by two runs at once with one number', () => {
		const world = new World(pool.slice(0, 1));
		const runs = [1, 1].map((party) => world.start(parties[0], parties[party]));
		world.finish();
		expect(runs.map(({ response }) => response?.phoneNumber)).toEqual([pool[0], pool[0]]);
	});
});

describe('a number whose session has ended', () => {
	it.each([
		[29, [409, 409, 201]],
		[31, [201, 409, 200]],
	])('rests after %d minutes, but for the same two parties', (minutes, expected) => {
		const world = new World(pool.slice(0, 1));
		world.open(parties[0], parties[1], 1);
		world.now += (1 + minutes) * minute;
		const others = [2, 3].map((party) => world.open(parties[0], parties[party]).statusCode);
		const same =
			minutes > 30 ? world.open(parties[2], parties[0]) : world.open(parties[1], parties[0]);
		expect([...others, same.statusCode]).toEqual(expected);
	});
});

it.each([0, 1])('a number of the pool is refused as party %d', (party) => {
	const world = new World(pool);
	const both = [pool[0], pool[0]];
	both[party] = parties[0];
	expect(world.open(both[0], both[1])).toEqual({
		statusCode: 400,
		message: 'A number of the pool cannot be a party.',
	});
	expect(world.sessions).toEqual([]);
});

it('what n8n has not stored is refused with the reason', () => {
	const world = new World(pool);
	world.isFull = true;
	expect(world.open(parties[0], parties[1])).toEqual({
		statusCode: 507,
		message: expect.stringMatching(/data tables may be full: see N8N_DATA_TABLES_MAX_SIZE_BYTES/),
	});
});

/** The table of sessions, which does one statement after the other, and the clock. */
class World {
	now = Date.parse('2026-01-01T00:00:00Z');
	sessions: Row[] = [];
	/** n8n then hands a row that it should store on as if it had been stored. */
	isFull = false;
	private readonly runs: Run[] = [];

	constructor(
		public numbers: string[],
		readonly restMinutes = 30,
	) {}

	/** One run alone, to its end. */
	open(first: string, other: string, expiryMinutes = 60): Outcome {
		const run = this.start(first, other, expiryMinutes);
		this.finish();
		if (!run.response) throw new Error('The run has not responded');
		return run.response;
	}

	start(first: string, other: string, expiryMinutes = 60): Run {
		const id = `${this.runs.length}.run`;
		const run = new Run(this, id, { first, second: other, expiryMinutes });
		this.runs.push(run);
		return run;
	}

	/** Every run that has not died comes to its end. */
	finish(): void {
		for (let left = 2_000; this.runs.some(({ isGoing }) => isGoing); left--) {
			if (left === 0) throw new Error('The runs do not end');
			this.now += 100;
			for (const run of this.runs) run.step();
			expect(this.problems()).toEqual([]);
		}
	}

	/** What two open sessions of one party share, and open sessions that are not there. */
	problems(): string[] {
		const open = this.sessions.filter(
			(session) => !isProvisional(session) && Date.parse(session.expiresAt) > this.now,
		);
		// The same two parties may have a number in several sessions.
		const pairs = new Map(
			open.map(({ phoneNumber, firstParty, secondParty }) => {
				const both = [firstParty, secondParty].sort();
				return [
					[phoneNumber, ...both].join(),
					both.map((one) => `${phoneNumber} twice for ${one}`),
				];
			}),
		);
		const places = [...pairs.values()].flat();
		const lost = this.runs
			.flatMap(({ response }) =>
				(response?.statusCode ?? 400) < 300 ? [response ?? { statusCode: 0 }] : [],
			)
			.filter(({ expiresAt = '' }) => Date.parse(expiresAt) > this.now)
			.filter(({ sessionId }) => !open.some((session) => session.sessionId === sessionId));
		return [
			...places.filter((place, index) => places.indexOf(place) < index),
			...lost.map(({ sessionId }) => `${sessionId} is lost`),
		];
	}

	/** The provisional sessions of runs that have ended. */
	leftBehind(): Row[] {
		const ended = this.runs.filter(({ response }) => response);
		return this.sessions.filter(
			(session) =>
				isProvisional(session) && ended.some(({ id }) => session.sessionId.endsWith(`-${id}`)),
		);
	}
}

/** One execution of the workflow, from reading the table to the response. */
class Run {
	isDead = false;
	response?: Outcome;
	/** What the next decision is about; nothing is read before the first one. */
	private rows?: Row[] = [];
	private stored?: object;
	private decision?: Decision;
	private decisions = 0;
	private waitsUntil = 0;
	private readonly request: object;

	constructor(
		private readonly world: World,
		readonly id: string,
		request: object,
	) {
		this.request = { ...request, id, startedAt: world.now };
	}

	get isGoing(): boolean {
		return !this.isDead && !this.response;
	}

	/** Decides, does what has been decided, or reads the table. */
	step(): void {
		if (!this.isGoing || this.world.now < this.waitsUntil) return;
		if (!this.rows) this.rows = this.select();
		else if (!this.decision) this.decide(this.rows);
		else this.act(this.decision);
	}

	private select(): Row[] {
		const { matchType, filters } = node('Sessions of both parties').parameters;
		expect(matchType).toBe('anyCondition');
		const conditions = conditionsOf(filters);
		return this.world.sessions
			.filter((row) => conditions.some((condition) => this.holds(condition, row)))
			.map((row) => ({ ...row }));
	}

	private decide(rows: Row[]): void {
		const decided = this.evaluate(node('Decide what to do').parameters.jsonOutput, {}, rows);
		this.decisions += 1;
		if (Object(decided).statusCode) this.response = Object(decided);
		else this.decision = Object(decided);
	}

	private act(decision: Decision): void {
		this.rows = this.decision = undefined;
		const { name, parameters, type } = nodeFor(decision.next);
		if (type.endsWith('.wait')) {
			this.waitsUntil =
				this.world.now + second * Number(this.evaluate(parameters.amount, decision));
			return;
		}
		const values = this.valuesOf(parameters, decision);
		if (parameters.operation === 'insert') {
			this.stored = this.world.isFull ? decision : { ...values, id: 1 };
			if (!this.world.isFull) this.world.sessions.push(values);
			return;
		}
		const conditions = conditionsOf(parameters.filters);
		const matches = (row: Row) => conditions.every((one) => this.holds(one, row, decision));
		if (parameters.operation === 'deleteRows')
			this.world.sessions = this.world.sessions.filter((row) => !matches(row));
		else {
			const changed = this.world.sessions.filter(matches);
			for (const row of changed) Object.assign(row, values);
			// It is decided on these rows alone, or on an empty item.
			expect(connections[name].main[0]?.[0].node).toBe('Decide what to do');
			this.rows = changed.length > 0 ? changed.map((row) => ({ ...row })) : [{}];
		}
	}

	private valuesOf({ columns }: INode['parameters'], decision: Decision): Row {
		const values = Object.entries<unknown>(Object(Object(columns).value));
		return Object.fromEntries(
			values.map(([name, value]) => [name, String(this.evaluate(value, decision))]),
		);
	}

	private holds({ keyName, condition, keyValue }: Filter, row: Row, decision?: Decision): boolean {
		const value = String(this.evaluate(keyValue, decision));
		// Times are in ISO format, of the same length.
		return condition === 'eq' ? row[keyName] === value : row[keyName] < value;
	}

	private evaluate(expression: unknown, $json: object = {}, rows: Row[] = []): unknown {
		const items = (list: object[]) => list.map((json) => ({ json }));
		const found: Record<string, object[]> = {
			'Read the request': [this.request],
			Settings: [{ restMinutes: this.world.restMinutes }],
			'Store a provisional session': this.stored ? [this.stored] : [],
			'Numbers of the pool': this.world.numbers.map((phoneNumber) => ({ phoneNumber })),
		};
		clock.now = this.world.now;
		Object.assign(context, {
			$: (name: string) => ({
				isExecuted: found[name].length > 0,
				first: () => items(found[name])[0],
				all: () => items(found[name]),
			}),
			$input: { all: () => items(rows) },
			$json,
			$runIndex: this.decisions,
			$now: { toUTC: () => ({ toISO: () => new Date(clock.now).toISOString() }) },
		});
		return scriptOf(String(expression)).runInContext(context);
	}
}

const clock = { now: 0 };
const context = createContext({
	Date: class extends Date {
		static override now = () => clock.now;
	},
});
const scripts = new Map<string, Script>();

/** The code of an expression; n8n's own methods of texts are the only thing that is missing. */
function scriptOf(expression: string): Script {
	const [, code] = /^=\{\{([^]*)\}\}$/.exec(expression) ?? [];
	const script = scripts.get(expression) ?? new Script(`(${code})`);
	scripts.set(expression, script);
	return script;
}

function node(name: string): INode {
	const found = nodes.find((one) => one.name === name);
	if (!found) throw new Error(`No node ${name}`);
	return found;
}

/** The node that does what has been decided. */
function nodeFor(next: string): INode {
	Object.assign(context, { $json: { next } });
	const output = scriptOf(String(node('What to do?').parameters.output)).runInContext(context);
	const [target] = connections['What to do?'].main[Number(output)] ?? [];
	return node(target.node);
}

function conditionsOf(filters: unknown): Filter[] {
	return Object(filters).conditions;
}

function isProvisional({ sessionId, expiresAt }: Row): boolean {
	return Date.parse(expiresAt) - parseInt(sessionId, 36) < minute / 2;
}
