// Finds or fetches the server program once, before all the test workers would do so at the same time.
import { locateServer, serverVersion } from '../../src/redis/embedded/locate.js';

console.log(`Testing against ${await serverVersion(await locateServer())}`);
