export declare const webChatPath: string;
export declare function fetchWebChat(): void;
