// The types of `prorata.js`, which adds the class of errors to the addon.
export * from './index'
