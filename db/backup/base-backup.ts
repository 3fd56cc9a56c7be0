import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Client, type Connection, type Submittable } from 'pg'
import { StartRefusal } from '../embedded/refusal.ts'

export type BaseBackup = {
  /** The cluster with the log that makes it consistent; it ends only when the server has confirmed the whole. */
  tar: Readable
  /** Known once `tar` has ended. */
  timeline(): number
}

const command =
  "BASE_BACKUP ( LABEL 'andromede', CHECKPOINT 'fast', WAL true, PROGRESS false, MANIFEST 'no', VERIFY_CHECKSUMS true )"

/**
 * Copies the running cluster of `adminUrl`, whose user may replicate. PostgreSQL makes the copy: it verifies the
 * checksum of each page, and a temporary slot keeps the log until the end.
 */
export async function openBaseBackup(adminUrl: string): Promise<BaseBackup> {
  const { hostname, port, username, password } = new URL(adminUrl)
  const client = new Client({
    host: hostname,
    port: Number(port),
    user: username,
    password: decodeURIComponent(password),
    ...{ replication: 'true' },
  })
  const stream = new CopyStream(client)
  client.on('error', (error) => stream.tar.destroy(error))
  await client.connect()
  const slot = `andromede_backup_${randomBytes(6).toString('hex')}`
  await client.query(`CREATE_REPLICATION_SLOT "${slot}" TEMPORARY PHYSICAL ( RESERVE_WAL )`)
  client.query(stream)
  return { tar: stream.tar, timeline: () => stream.timeline }
}

/** A message of the copy: its first byte names its kind. */
const kinds = { newArchive: 'n'.charCodeAt(0), data: 'd'.charCodeAt(0) }

/** The driver's interface for a query whose answer it does not read itself. */
class CopyStream implements Submittable {
  readonly tar: Readable
  timeline = 0
  private archives = 0

  constructor(private readonly client: Client) {
    this.tar = new Readable({
      read: () => void this.connection?.stream.resume(),
      destroy: (error, done) => {
        // Also in the middle of the copy, which the server then gives up.
        this.connection?.stream.destroy()
        done(error)
      },
    })
  }

  private connection: Connection | undefined

  submit(connection: Connection): void {
    this.connection = connection
    connection.query(command)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (chunk[0] === kinds.newArchive && ++this.archives > 1)
      this.tar.destroy(
        new StartRefusal('The database has tablespaces of its own, which backup does not copy.'),
      )
    if (chunk[0] !== kinds.data) return
    // The chunk is a view of the driver's buffer, which it reuses.
    if (!this.tar.push(Buffer.from(chunk.subarray(1)))) this.connection?.stream.pause()
  }

  /** Positions are the only rows of two fields: the start, then the end. */
  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (fields.length === 2) this.timeline = Number(fields[1])
  }

  handleError(error: Error): void {
    this.tar.destroy(error)
  }

  handleReadyForQuery(): void {
    this.tar.push(null)
    void this.client.end()
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}
