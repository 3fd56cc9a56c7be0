import type { Id } from '~/lib/kernel/ids'

export type ModelHost = { id: Id<'host'>; free: number; isOpen: boolean }
export type ModelServer = {
  id: Id<'instance'>
  host: number
  vcpu: number
  isPosted: boolean
  /** Servers of one group are on different hosts; null without a group. */
  group: string | null
  movingTo: number | null
}

/**
 * An independent model of a zone: hosts with free processors, servers with their host. Memory and disks are
 * never short here.
 */
export type CapacityModel = {
  hosts: ModelHost[]
  servers: ModelServer[]
  serversMax: number
  orders: number
}

/**
 * The allowed answers to an order of servers of one processor each: when two things are short, either refusal
 * is correct.
 */
export function allowedAnswers(model: CapacityModel, quantity: number, isApart: boolean): string[] {
  const open = model.hosts.filter((host) => host.isOpen && host.free > 0)
  const room = isApart ? open.length : open.reduce((sum, host) => sum + host.free, 0)
  const refusals = [
    ...(room < quantity ? ['insufficient_capacity'] : []),
    ...(model.servers.length + quantity > model.serversMax ? ['quota_exceeded'] : []),
  ]
  return refusals.length > 0 ? refusals : ['accepted']
}

export function expectedMoveAnswer(model: CapacityModel, server: ModelServer, to: number) {
  const host = model.hosts[to]
  if (!host || !server.isPosted || server.movingTo !== null || server.host === to) return 'none'
  const others = model.servers.filter((each) => each.group !== null && each.group === server.group)
  if (others.some((each) => each !== server && (each.host === to || each.movingTo === to))) return 'rule'
  return host.isOpen && host.free >= server.vcpu ? 'reserved' : 'host_full'
}

export function takeFrom(model: CapacityModel, host: number, vcpu: number): void {
  const found = model.hosts[host]
  if (!found || found.free < vcpu) throw new Error(`host ${host} is sold twice`)
  found.free -= vcpu
}
