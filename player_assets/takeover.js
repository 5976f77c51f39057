// @ts-check
/**
 * Two pages of one browser with the same attempt: the later one tells the earlier one, which then
 * asks the server whether it still has the attempt. A hint only: the server's epoch decides.
 */

/**
 * @param {string} attempt
 * @param {number} epoch
 * @param {() => void} onLater a later page has been opened
 */
export function announce(attempt, epoch, onLater) {
  try {
    const channel = new BroadcastChannel(`cursus:${attempt}`);
    channel.onmessage = ({ data }) => {
      if (data > epoch) onLater();
    };
    channel.postMessage(epoch);
  } catch {
    // refused: the earlier page learns of it with its next commit
  }
}
