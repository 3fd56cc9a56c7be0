export {
  countByPage,
  countToDo,
  type InboxItem,
  type InboxKind,
  type InboxPage,
  isToDo,
} from './items'
