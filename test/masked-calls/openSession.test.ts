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
	sessionId?: string;
	expiresAt?: string;
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
});

describe('opening a session in several runs at once', () => {
	scaledTest('never gives a party one number twice, whatever is slow and whatever dies', () => {
		fc.assert(
			fc.property(history, ({ pairs, steps, numbers }) => {
				const world = new World(pool.slice(0, numbers));
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
	it.each([
		['the one that decides first stores last', 'aa bbbbb aaa b a'],
		['both store before one reads', 'aaa bbb aa bb ab'],
		['one is taken for dead, and confirms before it is deleted', 'aaaaa - bbbbb aaa b'],
		['one is taken for dead and deleted, and wants to confirm', 'aaaaa - bbbbbb a bbb'],
	])('gives it to one of two when %s', (_what, order) => {
		const world = new World(pool.slice(0, 1));
		const runs = [1, 2].map((party) => world.start(parties[0], parties[party]));
		for (const letter of order.replaceAll(' ', '')) {
			world.now += letter === '-' ? 61 * second : 1;
			if (letter !== '-') runs['ab'.indexOf(letter)].step();
			expect(world.problems()).toEqual([]);
		}
		world.finish();
		expect(world.leftBehind()).toEqual([]);
		expect(runs.map(({ response }) => response?.statusCode).sort()).toEqual([201, 409]);
	});

	it('opens as many sessions as there are numbers, and refuses the others', () => {
		const world = new World(pool);
		const runs = [1, 2, 3].map((party) => world.start(parties[0], parties[party]));
		world.finish();
		expect(runs.map(({ response }) => response?.statusCode).sort()).toEqual([201, 201, 409]);
		expect(new Set(world.sessions.map(({ phoneNumber }) => phoneNumber))).toEqual(new Set(pool));
	});
});

/** The table of sessions, which does one statement after the other, and the clock. */
class World {
	now = Date.parse('2026-01-01T00:00:00Z');
	sessions: Row[] = [];
	private readonly runs: Run[] = [];

	constructor(readonly numbers: string[]) {}

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
		const places = open.flatMap(({ phoneNumber, firstParty, secondParty }) =>
			[firstParty, secondParty].map((party) => `${phoneNumber} twice for ${party}`),
		);
		const lost = this.runs
			.flatMap(({ response }) => (response?.statusCode === 201 ? [response] : []))
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
	private rows?: Row[];
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

	/** Reads the table, decides, or does what has been decided. */
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
		const { parameters, type } = nodeFor(decision.next);
		if (type.endsWith('.wait')) {
			this.waitsUntil =
				this.world.now + second * Number(this.evaluate(parameters.amount, decision));
			return;
		}
		const values = this.valuesOf(parameters, decision);
		if (parameters.operation === 'insert') {
			this.world.sessions.push(values);
			return;
		}
		const conditions = conditionsOf(parameters.filters);
		const matches = (row: Row) => conditions.every((one) => this.holds(one, row, decision));
		if (parameters.operation === 'deleteRows')
			this.world.sessions = this.world.sessions.filter((row) => !matches(row));
		else for (const row of this.world.sessions.filter(matches)) Object.assign(row, values);
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
			'Numbers of the pool': this.world.numbers.map((phoneNumber) => ({ phoneNumber })),
		};
		clock.now = this.world.now;
		Object.assign(context, {
			$: (name: string) => ({ first: () => items(found[name])[0], all: () => items(found[name]) }),
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
	const rules: Array<{ conditions: { conditions: Array<{ rightValue: string }> } }> = Object(
		node('What to do?').parameters.rules,
	).values;
	const output = rules.findIndex(({ conditions }) => conditions.conditions[0].rightValue === next);
	const [target] = connections['What to do?'].main[output] ?? [];
	return node(target.node);
}

function conditionsOf(filters: unknown): Filter[] {
	return Object(filters).conditions;
}

function isProvisional({ sessionId, expiresAt }: Row): boolean {
	return Date.parse(expiresAt) - parseInt(sessionId, 36) < minute / 2;
}
