/** The version of this package, which a test compares with package.json: the command is bundled without that. */
export const VERSION = '0.1.0';
