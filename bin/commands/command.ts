/** A command: its one-line summary, and its function, which returns the exit code. */
export type Command = { summary: string; run(args: string[]): Promise<number | undefined> }
