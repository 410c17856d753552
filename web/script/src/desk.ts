// Comforts of the desk; every page works without them.
import { listenForKeys } from "./keys";
import { setMarks } from "./marks";
import { setPalette } from "./palette";

listenForKeys(document);
setMarks(document);
setPalette(document);
