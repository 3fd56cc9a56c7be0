import type { Operation } from '../define-operation'
import { catalogue } from './catalogue'
import { instances } from './instances'
import { networks } from './networks'
import { longOperations } from './operations'
import { orders } from './orders'
import { projects } from './projects'
import { sshKeys } from './ssh-keys'
import { volumes } from './volumes'

/** Every operation of the API, in the order of its document. */
export const operations: readonly Operation[] = [
  ...instances,
  ...volumes,
  ...longOperations,
  ...orders,
  ...catalogue,
  ...sshKeys,
  ...projects,
  ...networks,
]
