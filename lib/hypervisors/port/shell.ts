export type ShellSize = { columns: number; rows: number }

/** An interactive shell of a server, as its administrator. It ends with the server, with itself or by `close`. */
export type Shell = {
  /** Resolves once it is on its way, so that who waits for it never holds more than the server takes. */
  write(bytes: Uint8Array): Promise<void>
  resize(size: ShellSize): void
  /** Whatever it writes, from its first byte; nothing is lost before. Called once. */
  onData(take: (bytes: Uint8Array) => void): void
  /** Nothing is taken from the server until `resume`: what it writes meanwhile waits there. */
  pause(): void
  resume(): void
  /** Never rejects. The code is null when it was cut off: closed, or its server gone. */
  closed: Promise<{ exitCode: number | null }>
  /** What runs in it is ended. Returns at once, and may be repeated. */
  close(): void
}
