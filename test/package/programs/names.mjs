// The names of classes are those of errors, and what a debugger and the messages of the library show.
import * as redstart from 'redstart';

const isClass = (value) => typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
const wrong = Object.entries(redstart).filter(([name, value]) => isClass(value) && value.name !== name);
const { CodecError } = redstart;
const { name } = new CodecError('key', 'member', new TypeError('x'));
console.log(wrong.length === 0 && name === 'CodecError' ? 'ok' : wrong.map(([name]) => name));
