export { openConsole } from './open-console'
