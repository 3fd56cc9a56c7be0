/**
 * Setup of every test file: files share processes, because to import the product again for each of them costs more
 * than their tests. What one file sets in the environment is not there for the next.
 */
const key = Symbol.for('andromede.test.environment')
const shared = globalThis as { [key]?: NodeJS.ProcessEnv }

shared[key] ??= { ...process.env }
for (const name of Object.keys(process.env)) if (!(name in shared[key])) delete process.env[name]
Object.assign(process.env, shared[key])
