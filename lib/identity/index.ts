export { authorize, authorizeAccount, authorizeStaff, authorizeSystem, may, mayStaff } from './authorize'
export {
  type MembershipView,
  membershipIn,
  type ResolvedSession,
  resolveSession,
  type Viewer,
} from './resolve-session'
