import { z } from 'zod'
import { backendName, balancerPaths } from '../../balancer/configuration'
import { sharingPath } from '../../balancer/shared-address'
import type { BackendObservation } from '../../port/balancer'
import { hypervisorName, resourceIdOf } from '../../port/names'

const { certificates, configuration, socket } = balancerPaths
const pidFile = '/run/haproxy.pid'
/** HAProxy keeps its output open: with that of the command, Incus would wait for the daemon's end. */
const startLog = '/run/haproxy/start.log'
const sharingPid = '/run/keepalived.pid'
/** What keepalived was started with. */
const sharingApplied = '/run/haproxy/keepalived.conf'

/** `is_alive NAME PID`: whether this process works. */
const isAlive = `is_alive() {
  grep -q "^Name:[[:space:]]*$1\\$" "/proc/$2/status" 2>/dev/null &&
    grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$2/status" 2>/dev/null
}`

/** Exit codes of `applyScript`. */
export const invalidConfiguration = 3
export const notInForce = 4

/**
 * Puts the configuration with this digest (`$1`) in force: starts HAProxy, or replaces its workers while open
 * connections go on. The digest is HAProxy's own description, so that the answer comes from the process that serves. Files of
 * certificates other than `$2` are removed then: a key that no listener uses is not kept. With `$3`, keepalived shares an
 * address with the other container, once HAProxy serves. A process that has ended takes signals until its parent has noticed,
 * so its state counts; after a restart of the container another one may have its number, so its name does too.
 */
export const applyScript = `
mkdir -p /run/haproxy
in_force() { echo 'show info' | socat -t5 - UNIX-CONNECT:${socket} 2>/dev/null | grep -q "^description: $1\\$"; }
${isAlive}
keep_only() {
  for file in ${certificates}/*.pem; do
    case " $1 " in *" $file "*) ;; *) rm -f "$file" ;; esac
  done
}
share() {
  [ -n "$1" ] || return 0
  pid=$(cat ${sharingPid} 2>/dev/null)
  if is_alive keepalived "$pid"; then
    cmp -s ${sharingPath} ${sharingApplied} && return 0
    kill -HUP "$pid"
  else keepalived -P -p ${sharingPid} </dev/null >${startLog} 2>&1 || { cat ${startLog}; return 1; }
  fi
  cp ${sharingPath} ${sharingApplied}
}
serve() { keep_only "$1"; share "$2"; exit $?; }
in_force "$1" && serve "$2" "$3"
haproxy -c -f ${configuration} 2>&1 || exit ${invalidConfiguration}
pid=$(cat ${pidFile} 2>/dev/null)
if is_alive haproxy "$pid"; then kill -USR2 "$pid"
else haproxy -W -D -f ${configuration} -p ${pidFile} </dev/null >${startLog} 2>&1; fi
n=0
while [ $n -lt 20 ]; do
  in_force "$1" && serve "$2" "$3"
  n=$((n + 1)); sleep 0.2
done
cat ${startLog} 2>/dev/null
echo "HAProxy did not take the configuration over"
exit ${notInForce}
`

/** Fails without a HAProxy that answers. */
export const answerCheck = `echo show info | socat -t1 - UNIX-CONNECT:${socket} | grep -q Pid`

/** Sends the commands in `$1` to HAProxy and prints its answer, after what `readHeld` reads. */
export const askScript = `
${isAlive}
is_alive keepalived "$(cat ${sharingPid} 2>/dev/null)" && echo sharing
ip -4 -o addr show dev eth0 2>/dev/null | sed -n 's|.* inet \\([0-9.]*\\)/.*|holds \\1|p'
echo "$1" | socat -t5 - UNIX-CONNECT:${socket}
`

/** The addresses that the container holds, and whether its keepalived works. Pure. */
export function readHeld(answer: string): { addresses: string[]; isSharing: boolean } {
  const lines = answer.split('\n')
  const addresses = lines.flatMap((line) => (line.startsWith('holds ') ? line.slice('holds '.length) : []))
  return { addresses, isSharing: lines.includes('sharing') }
}

export const stateCommands = 'show servers state; show stat -1 4 -1; show info'
/** The frontends. */
export const connectionCommands = 'show stat -1 1 -1'

/**
 * Maintenance and not HAProxy's own drain state, in which clients with a cookie would still come. Open connections go
 * on in both. HAProxy takes a server that leaves maintenance for one that answers; unless it `isNeeded` at once, it counts as
 * down until its checks succeed (in this order: in maintenance HAProxy forgets that it is down).
 */
export function drainCommands(
  instanceId: string,
  change: { isDraining: true } | { isDraining: false; isNeeded: boolean },
): string {
  const name = hypervisorName(instanceId)
  const commands = change.isDraining
    ? ['state maint']
    : ['state ready', ...(change.isNeeded ? [] : ['health down'])]
  return (['tcp', 'http'] as const)
    .flatMap((mode) => commands.map((command) => `set server ${backendName(mode)}/${name} ${command}`))
    .join('; ')
}

const [forcedMaintenance, forcedDrain] = [0x01, 0x08]
const [stopped, passed] = [0, 3]
const row = z.record(z.string(), z.string())

/**
 * The servers in HAProxy's answer to `stateCommands`, which names each once per mode: connections add up, and a server
 * that is down in one mode is down. Pure.
 */
export function readBackends(answer: string): BackendObservation[] {
  const connections = new Map<string, number>()
  const stats = table(answer, '# pxname,', ',')
  for (const { pxname = '', svname = '', scur = '' } of stats)
    connections.set(`${pxname}/${svname}`, Number(scur))
  const seen = new Map<string, BackendObservation>()
  for (const server of table(answer, '# be_id ', ' ')) {
    const instanceId = resourceIdOf(server.srv_name ?? '')
    if (!instanceId) continue
    const isDraining = (Number(server.srv_admin_state) & (forcedMaintenance | forcedDrain)) !== 0
    const one: BackendObservation = {
      instanceId,
      health: healthOf(server, isDraining),
      isDraining,
      connections: connections.get(`${server.be_name}/${server.srv_name}`) ?? 0,
    }
    const other = seen.get(instanceId)
    seen.set(instanceId, other ? joined(other, one) : one)
  }
  return [...seen.values()]
}

/** The servers as all containers of a balancer see them: connections add up, and the first one's health counts. Pure. */
export function joinBackends(seen: readonly (readonly BackendObservation[])[]): BackendObservation[] {
  const [first = [], ...others] = seen
  return first.map((backend) => {
    const same = others.flat().filter(({ instanceId }) => instanceId === backend.instanceId)
    return {
      ...backend,
      isDraining: same.every(({ isDraining }) => isDraining === backend.isDraining)
        ? backend.isDraining
        : null,
      connections: same.reduce((sum, { connections }) => sum + connections, backend.connections),
    }
  })
}

/** The digest of the configuration in force, from HAProxy's answer to `stateCommands`. Pure. */
export function readDigest(answer: string): string | null {
  return /^description: ([0-9a-f]{64})$/m.exec(answer)?.[1] ?? null
}

/** Open connections of clients, in HAProxy's answer to `connectionCommands`. Pure. */
export function countConnections(answer: string): number {
  const frontends = table(answer, '# pxname,', ',').filter(({ svname }) => svname === 'FRONTEND')
  return frontends.reduce((sum, { scur = '' }) => sum + Number(scur), 0)
}

/** A server in maintenance is not checked. */
function healthOf(server: Record<string, string>, isDraining: boolean): BackendObservation['health'] {
  if (isDraining) return 'unknown'
  if (Number(server.srv_op_state) === stopped) return 'down'
  return Number(server.srv_check_result) >= passed ? 'up' : 'unknown'
}

const worst = ['down', 'unknown', 'up'] as const

function joined(a: BackendObservation, b: BackendObservation): BackendObservation {
  return {
    instanceId: a.instanceId,
    health: worst.find((health) => health === a.health || health === b.health) ?? 'unknown',
    isDraining: a.isDraining === b.isDraining ? a.isDraining : null,
    connections: a.connections + b.connections,
  }
}

/** The rows of the table that begins with this head, up to an empty line. */
function table(answer: string, head: string, separator: string): Record<string, string>[] {
  const lines = answer.split('\n')
  const at = lines.findIndex((line) => line.startsWith(head))
  if (at === -1) return []
  const names = (lines[at] ?? '').slice(2).split(separator)
  const end = lines.findIndex((line, index) => index > at && line.trim() === '')
  return lines.slice(at + 1, end === -1 ? undefined : end).map((line) => {
    const values = line.split(separator)
    return row.parse(Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])))
  })
}
