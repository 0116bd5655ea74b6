import { config } from 'zod';

/*
 * The content security policy forbids making code from text, which zod otherwise tries, for speed, as soon as a schema
 * is built. So this comes before the first import of the contract.
 */
config({ jitless: true });
