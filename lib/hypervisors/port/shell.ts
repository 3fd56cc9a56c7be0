export type ShellSize = { columns: number; rows: number }

/** An interactive root shell in a server. It ends with the server, by itself, or by `close`. */
export type Shell = {
  /** Resolves when the data is sent, so that a caller that awaits it never buffers more than the server accepts. */
  write(bytes: Uint8Array): Promise<void>
  resize(size: ShellSize): void
  /** Receives all output from the first byte; earlier output is kept. Called once. */
  onData(take: (bytes: Uint8Array) => void): void
  /** Reads nothing from the server until `resume`; output waits there. */
  pause(): void
  resume(): void
  /** Never rejects. The code is null when the shell was cut off: closed, or its server gone. */
  closed: Promise<{ exitCode: number | null }>
  /** Ends the processes of the shell. Returns at once; idempotent. */
  close(): void
}
