import { isConnectionLost } from '~/db/connections/lost-database'
import { openSimulatorDatabase, type SimulatorTx } from '~/db/simulator-client'
import { DnsError, type DnsServer, type RecordSet } from '../port/dns-server'
import * as rows from './queries/dns-rows'
import { refuseRecords } from './refuse-records'

/** A DNS server in the simulator's tables, with the refusals of a real one; nothing answers questions. */
export function simulatedDnsServer(databaseUrl: string): DnsServer {
  const database = openSimulatorDatabase(databaseUrl)
  const within = async <T>(run: (tx: SimulatorTx) => Promise<T>): Promise<T> => {
    try {
      return await database.db.transaction(run)
    } catch (error) {
      if (isConnectionLost(error)) throw new DnsError('unreachable', 'the simulator does not answer', error)
      throw error
    }
  }
  return {
    ensureZone: (zone, nameServers) => within((tx) => rows.insertZone(tx, zone, [...nameServers])),
    listZones: () => within(rows.listZoneNames),
    replaceRecords: (zone, records) =>
      within(async (tx) => {
        if (records.length === 0) return
        if (!(await rows.lockZone(tx, zone))) throw new DnsError('no_zone', `no zone ${zone}`)
        for (const record of records) {
          if (record.contents.length === 0) await rows.deleteRecord(tx, { zone, ...record })
          else await rows.upsertRecord(tx, { ...record, zone, contents: [...record.contents] })
        }
        const refusal = refuseRecords(zone, await rows.listZoneRecords(tx, zone))
        if (refusal !== null) throw new DnsError('rejected', refusal)
      }),
    listRecords: (zone, name) =>
      within(async (tx) => {
        const found = (await rows.listZoneRecords(tx, zone)).map(
          ({ zone: _, contents, ...record }): RecordSet => ({
            ...record,
            contents: [...contents].sort(),
          }),
        )
        return name === undefined ? found : found.filter((each) => each.name === name)
      }),
    deleteZone: (zone) => within((tx) => rows.deleteZoneRows(tx, zone)),
    close: () => database.close(),
  }
}
