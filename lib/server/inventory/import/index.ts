export { importAnsible } from './ansible'
export { importSshConfig } from './ssh-config'
