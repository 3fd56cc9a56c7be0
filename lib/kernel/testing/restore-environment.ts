/**
 * Setup of every test file. Files share processes, because importing the product again for each costs more than their
 * tests; this resets the environment between files.
 */
const key = Symbol.for('andromede.test.environment')
const shared = globalThis as { [key]?: NodeJS.ProcessEnv }

shared[key] ??= { ...process.env }
for (const name of Object.keys(process.env)) if (!(name in shared[key])) delete process.env[name]
Object.assign(process.env, shared[key])
