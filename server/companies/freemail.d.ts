declare module 'freemail' {
  const freemail: { isFree(address: string): boolean; isDisposable(address: string): boolean }
  export default freemail
}
