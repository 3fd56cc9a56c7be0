export {
  countByPage,
  countToDo,
  type InboxItem,
  type InboxKind,
  isToDo,
} from './items'
