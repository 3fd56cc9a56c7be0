import postgres from 'postgres'
import { socketOf } from '~/db/embedded/socket'

/** For fixtures as a role that reads by default: they write outside transactions too. */
export const writesByDefault = { options: '-c default_transaction_read_only=off' }

type Options = { max?: number; idle_timeout?: number; connection?: Partial<postgres.ConnectionParameters> }

/**
 * Connections for the fixtures and checks of tests. They are opened by the first query and shared by all helpers of a test
 * file, because opening one costs more than most queries. Benches never close them: there the idle timeout does.
 */
export function openSql(url: string, options: Options = {}): postgres.Sql {
  return postgres(url, { ...socketOf(url), max: 4, idle_timeout: 1, onnotice: () => undefined, ...options })
}
