export { listLastNumbers } from './numbers/list-last-numbers'
export { listDoubtfulRows } from './objects/list-doubtful-rows'
