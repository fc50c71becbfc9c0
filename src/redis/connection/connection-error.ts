const BUSY = /^(LOADING|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|READONLY|BUSY|UNBLOCKED)\b/;

/**
 * Whether an error is about the way to the server, or about a server that cannot answer just now, rather than about the
 * command: then the same command may succeed a little later.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ReplyError') return BUSY.test(error.message);
  const lost = /^(Connection is closed|None of startup nodes|Command timed out|Stream isn't writeable|Cluster)/;
  return 'syscall' in error || error.name === 'MaxRetriesPerRequestError' || lost.test(error.message);
}
