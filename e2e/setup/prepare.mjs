import { buildIfChanged } from '../../lib/server/launch/build.mjs'
import { installPackages } from './npm.mjs'
import { NEEDS } from './programs.mjs'
import { stage } from './stage.mjs'
import { installSystem } from './system.mjs'

/**
 * Installs what a fresh clone lacks.
 * @param {keyof typeof NEEDS} purpose
 * @returns {Promise<string | null>} what of the system is missing all the same, as one sentence
 */
export const prepare = async (purpose, signal) => {
  await stage('npm packages', say => installPackages(say, signal))
  let problem = null
  await stage('system packages', async say => {
    const installed = await installSystem(NEEDS[purpose], say, signal)
    problem = installed.problem
    return installed.words
  })
  return problem
}

/** Makes the production build, if the sources changed since the last one. */
export const build = signal =>
  stage('build', async say => {
    const built = await buildIfChanged({ signal, onBuild: () => say('next build') })
    return built ? 'build made' : null
  })
