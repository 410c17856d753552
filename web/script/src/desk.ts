// Comforts of the desk; every page works without them.
import { listenForKeys } from "./keys";
import { setPalette } from "./palette";

listenForKeys(document);
setPalette(document);
