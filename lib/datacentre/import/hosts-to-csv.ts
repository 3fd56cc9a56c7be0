import { csvFile } from '~/lib/kernel/text/csv'
import { labelsToText } from '../places/labels'
import { hostColumns } from './host-columns'
import type { HostFacts } from './read-host-lines'

export type HostRecord = HostFacts & { zone: string; site: string; room: string; rack: string }

/**
 * Writes hosts as CSV that can be edited in a spreadsheet and imported; unchanged, the import changes nothing. Pure.
 */
export function hostsToCsv(hosts: readonly HostRecord[]): string {
  const rows = hosts.map((host) => [
    host.zone,
    host.site,
    host.room,
    host.rack,
    host.rackUnit ?? '',
    host.heightUnits,
    host.name,
    host.generation,
    host.vcpuPhysical,
    host.vcpuOvercommitPercent,
    host.vcpuReserved,
    host.memoryMibPhysical,
    host.memoryMibReserved,
    host.diskGibPhysical,
    host.diskGibReserved,
    labelsToText(host.labels).replaceAll('\n', ', '),
  ])
  return csvFile([hostColumns, ...rows].map((row) => row.map(String)))
}
