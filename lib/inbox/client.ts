export {
  countByPage,
  countToDo,
  type Inbox,
  type InboxItem,
  type InboxKind,
  isToDo,
} from './items'
