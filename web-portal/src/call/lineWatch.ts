/** The server answers within a second; who lost the network altogether tries until it is back. */
const AGAIN_MILLIS = 3000;

/**
 * Watches a peer connection and restarts its ICE while its line is lost: at once, then every 3 s until it is back. Browsers say
 * `disconnected` 2.5 to 5 s after the last answer to a check.
 *
 * @returns ends the watch
 */
export function watchLine(peer: RTCPeerConnection, restart: () => void): () => void {
  let again: ReturnType<typeof setInterval> | undefined;
  const found = () => {
    clearInterval(again);
    again = undefined;
  };
  const changed = () => {
    switch (peer.iceConnectionState) {
      case 'disconnected':
      case 'failed':
        if (again !== undefined) return;
        restart();
        again = setInterval(restart, AGAIN_MILLIS);
        break;
      case 'connected':
      case 'completed':
      case 'closed':
        found();
        break;
      case 'new':
      case 'checking':
        break;
    }
  };
  peer.addEventListener('iceconnectionstatechange', changed);
  return () => {
    found();
    peer.removeEventListener('iceconnectionstatechange', changed);
  };
}
