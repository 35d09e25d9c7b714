import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/**
 * Runs a program for as long as standard input is open, then ends it with everything it started,
 * and removes a folder. The pipe closes with the process at its other end, however that one ends:
 * so no program outlives a test run that failed, was interrupted or was killed. Sends the
 * program's id to the process at the other end of an IPC channel, if there is one.
 *
 * Parameters: the folder (empty: none), the program, its parameters.
 */
const [folder, program, ...parameters] = process.argv.slice(2);
const grace = 10_000;

// A group of its own: a terminal's Ctrl-C reaches this process and not the program.
const child = spawn(program, parameters, {
	detached: true,
	stdio: ['ignore', 'inherit', 'inherit'],
});

function signal(name: NodeJS.Signals): void {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, name);
	} catch {
		// The group has ended.
	}
}

function end(): void {
	signal('SIGTERM');
	setTimeout(() => signal('SIGKILL'), grace).unref();
}

process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
process.on('SIGINT', () => {});

child.on('spawn', () => process.send?.(child.pid));
child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
child.on('close', (code) => process.exit(code ?? 1));
process.on('exit', () => {
	signal('SIGKILL');
	if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
