/** End with one clear line under a Node that cannot run TypeScript by itself. */
export function requireNode(command) {
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= 24) return
  console.error(`andromede: run \`${command}\`, which brings Node 24 (this is ${process.version})`)
  process.exit(1)
}
