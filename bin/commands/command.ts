/** One command: what it does in a line, and the exit code it ends with. */
export type Command = { summary: string; run(args: string[]): Promise<number | undefined> }
